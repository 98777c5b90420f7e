package app.flagger.engine.config;

import app.flagger.engine.codec.JsonWriter;
import app.flagger.engine.codec.Node;
import app.flagger.engine.codec.ResourceForm;
import app.flagger.engine.codec.YamlWriter;

/** A document as the tree it was read into. */
record TreeDocument<T>(ResourceForm<T> form, Node tree, T value) implements Document<T> {
    @Override
    public Document<T> with(T changed) {
        return new TreeDocument<>(form, form.merge(tree, value, changed), changed);
    }

    @Override
    public String toYaml() {
        return YamlWriter.write(tree);
    }

    @Override
    public String toJson() {
        return JsonWriter.indented(tree);
    }

    @Override
    public String toString() {
        return form.kind() + " " + form.metadata(value).namespace() + "/"
                + form.metadata(value).name();
    }
}
