package app.flagger.engine.config;

import app.flagger.api.plug.Resources;
import app.flagger.api.spec.AlertProvider;
import app.flagger.api.spec.Canary;
import app.flagger.api.spec.MetricTemplate;
import java.util.List;

/** What was read, in the order of the files. Only the engine implements it; immutable and thread-safe. */
public interface Bundle {
    /**
     * The only canary.
     *
     * @throws InvalidManifest if there is none or more than one
     */
    Canary canary() throws InvalidManifest;

    /** All canaries. */
    List<Canary> canaries();

    /** All MetricTemplates. */
    List<MetricTemplate> metricTemplates();

    /** All AlertProviders. */
    List<AlertProvider> alertProviders();

    /** The MetricTemplates and AlertProviders by reference; without a namespace they are looked for in the asker's. */
    Resources resources();

    /** The canaries with the text they came from. */
    List<Document<Canary>> documents();

    /** The MetricTemplates with the text they came from. */
    List<Document<MetricTemplate>> metricTemplateDocuments();

    /** The AlertProviders with the text they came from. */
    List<Document<AlertProvider>> alertProviderDocuments();

    /** Documents of other kinds, as a Deployment in the same file: skipped. */
    List<OtherDocument> otherDocuments();

    /** What is legal but probably not meant, or replaced by a default; when reading leniently also unknown fields. */
    List<Located> warnings();
}
