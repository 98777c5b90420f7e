package app.flagger.testkit;

import static app.flagger.testkit.Units.percent;
import static app.flagger.testkit.world.Behaviour.errors;
import static org.assertj.core.api.Assertions.assertThat;

import app.flagger.engine.Event;
import app.flagger.engine.TickRecord;
import app.flagger.engine.config.Bundle;
import app.flagger.engine.config.InvalidManifest;
import app.flagger.engine.config.Manifests;
import app.flagger.testkit.world.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** A report of a run may be sent around: it tells no secret of the manifest that was tried. */
class SecretsInRunsTest {
    private static final String MARK = "hush-hush";
    private static final Logger ENGINE = Logger.getLogger("app.flagger.engine");

    private static final String MANIFEST = """
            apiVersion: flagger.app/v1beta1
            kind: Canary
            metadata:
              name: web
              annotations:
                kubectl.kubernetes.io/last-applied-configuration: '{"url":"https://hush-hush"}'
            spec:
              targetRef:
                apiVersion: apps/v1
                kind: Deployment
                name: web
              service:
                port: 80
                headers:
                  request:
                    set:
                      Authorization: hush-hush
              analysis:
                interval: 1m
                threshold: 2
                stepWeight: 20
                maxWeight: 60
                metrics:
                  - name: request-success-rate
                    threshold: 99
                  - name: errors
                    templateRef:
                      name: errors
                    thresholdRange:
                      max: 1
                alerts:
                  - name: on-call
                    severity: info
                    providerRef:
                      name: chat
                webhooks:
                  - name: load-test
                    url: https://user:hush-hush@hooks.test/load
                    metadata:
                      cmd: "hey -H 'token: hush-hush'"
                  - name: gate
                    type: confirm-promotion
                    url: https://user:hush-hush@hooks.test/gate
                    metadata:
                      token: hush-hush
                  - name: tell
                    type: event
                    url: https://user:hush-hush@hooks.test/tell
            ---
            apiVersion: flagger.app/v1beta1
            kind: MetricTemplate
            metadata:
              name: errors
            spec:
              provider:
                type: prometheus
                address: https://user:hush-hush@metrics.test
                headers:
                  Authorization:
                    - Bearer hush-hush
              query: errors
            ---
            apiVersion: flagger.app/v1beta1
            kind: AlertProvider
            metadata:
              name: chat
            spec:
              type: slack
              address: https://chat.test/hush-hush
              proxy: http://user:hush-hush@proxy.test
            """;

    private final List<String> written = new ArrayList<>();

    @Property(tries = 12, seed = "20261125")
    void noRunTellsASecret(
            @ForAll @LongRange(min = 1, max = 1_000_000) long seed, @ForAll @IntRange(max = 20) int errors)
            throws InvalidManifest {
        Bundle bundle = Manifests.lenient().read(MANIFEST, "web.yaml");
        Handler log = new Log();
        Level before = ENGINE.getLevel();
        boolean toParents = ENGINE.getUseParentHandlers();
        ENGINE.setLevel(Level.ALL);
        ENGINE.setUseParentHandlers(false);
        ENGINE.addHandler(log);
        try {
            play(bundle, seed, errors);
        } finally {
            ENGINE.removeHandler(log);
            ENGINE.setUseParentHandlers(toParents);
            ENGINE.setLevel(before);
        }
        assertThat(written).filteredOn(text -> text.contains(MARK)).isEmpty();
    }

    private void play(Bundle bundle, long seed, int errors) throws InvalidManifest {
        Run run = Simulation.of(bundle.canary())
                .engine(builder -> builder.resources(bundle.resources()))
                .canary(errors(percent(errors)))
                .seed(seed)
                .at(Duration.ZERO, world -> world.metric("errors", errors > 10 ? 2 : 0))
                .fault(Faults.onAnyPlug()
                        .random(new Share(3))
                        .atMost(10)
                        .error(app.flagger.api.PlugException.Kind.DENIED))
                .run();
        assertThat(run.hooks()).anyMatch(hook -> hook.url().contains(MARK));
        assertThat(run.alerts())
                .anyMatch(alert -> alert.provider()
                        .flatMap(provider -> provider.address())
                        .filter(address -> address.contains(MARK))
                        .isPresent());
        List.of(run, run.timeline(), run.timeline().toSvg(), run.replay(), run.result(), run.snapshot(), run.checks())
                .forEach(text -> written.add(text.toString()));
        run.events().stream().map(Event::sentence).forEach(written::add);
        run.events().stream().map(Event::toJson).forEach(written::add);
        run.decisions().stream().map(TickRecord::toJson).forEach(written::add);
        run.alerts().forEach(alert -> written.add(alert.toString()));
        run.hooks().forEach(hook -> written.add(hook.toString()));
        run.calls().forEach(call -> written.add(call + " " + call.operation()));
        written.add(run.canary().toString());
    }

    /** Everything that is logged. */
    private final class Log extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            written.add(formatter.format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
