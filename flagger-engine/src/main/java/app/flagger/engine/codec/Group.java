package app.flagger.engine.codec;

import java.util.Optional;

/** Fields of the whole that stand in a map of their own. */
record Group<T, B>(String name, Table<T, B> fields) implements Row<T, B> {
    @Override
    public void read(B into, Mapping map, Place at, Reading reading) {
        Optional<Node> node = map.get(name);
        if (node.isPresent() && node.get() instanceof Mapping part) {
            fields.readInto(into, part, at.field(map, map.indexOf(name)), reading);
            return;
        }
        if (node.isPresent()) {
            reading.wrong(at.field(map, map.indexOf(name)), node.get(), "must be a map" + fields.expected());
            reading.doubt(at, name);
        } else if (fields.hasRequired()) {
            reading.missing(at, name);
        }
        // Without flaws of its own an empty group fills in what the rules of the whole need.
        Mapping none = new Mapping.Builder().build();
        fields.readInto(into, none, at.missing(name), new Reading(false, NameCheck.any()));
    }

    @Override
    public Optional<Node> write(T value) {
        Mapping part = (Mapping) fields.write(value);
        return part.size() == 0 ? Optional.empty() : Optional.of(part);
    }

    @Override
    public Optional<Node> merge(Node old, T before, T after, Keep keep) {
        Node part = fields.merge(old, before, after, keep);
        return part instanceof Mapping map && map.size() == 0 && keep == Keep.UNKNOWN
                ? Optional.empty()
                : Optional.of(part);
    }
}
