package app.flagger.engine.codec;

import app.flagger.api.Settings;
import app.flagger.engine.codec.Codecs.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings keep every plain value as it is; null entries count as not given. */
final class SettingsCodec implements Codec<Settings> {
    @Override
    public Optional<Settings> read(Node node, Place at, Reading reading) {
        if (!(node instanceof Mapping map)) {
            reading.wrong(at, node, "must be a map");
            return Optional.empty();
        }
        return readMap(map, at, reading).map(Settings::new);
    }

    private static Optional<Map<String, Object>> readMap(Mapping map, Place at, Reading reading) {
        Map<String, Object> values = new LinkedHashMap<>();
        boolean whole = true;
        for (int i = 0; i < map.size(); i++) {
            if (!map.value(i).isNull()) {
                Optional<Object> value = readValue(map.value(i), at.field(map, i), reading);
                whole &= value.isPresent();
                int index = i;
                value.ifPresent(present -> values.put(map.name(index), present));
            }
        }
        return whole ? Optional.of(values) : Optional.empty();
    }

    private static Optional<Object> readValue(Node node, Place at, Reading reading) {
        if (node instanceof Mapping map) {
            return readMap(map, at, reading).map(Object.class::cast);
        }
        if (node instanceof Sequence list) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < list.items().size(); i++) {
                Node item = list.items().get(i);
                readValue(item, at.item(i, item.line(), item.column()), reading).ifPresent(values::add);
            }
            return values.size() == list.items().size() ? Optional.of(values) : Optional.empty();
        }
        Scalar scalar = (Scalar) node;
        return switch (scalar.kind()) {
            case TEXT -> Optional.of(scalar.text());
            case FLAG -> Optional.of(scalar.isTrue());
            case WHOLE -> Optional.of(scalar.asLong());
            case NUMBER -> Codecs.readNumber(new Found(node, at, reading)).map(Object.class::cast);
            case NULL -> {
                reading.wrong(at, node, "must not be null");
                yield Optional.empty();
            }
        };
    }

    @Override
    public Node write(Settings value) {
        return writeValue(value.tree());
    }

    private static Node writeValue(Object value) {
        if (value instanceof Map<?, ?> map) {
            Mapping.Builder fields = new Mapping.Builder().free();
            map.forEach((name, item) -> fields.add(String.valueOf(name), writeValue(item)));
            return fields.build();
        }
        if (value instanceof List<?> list) {
            List<Node> items = new ArrayList<>();
            list.forEach(item -> items.add(writeValue(item)));
            return Sequence.of(items);
        }
        if (value instanceof Boolean flag) {
            return Scalar.flag(flag);
        }
        if (value instanceof Long whole) {
            return Scalar.whole(whole);
        }
        return value instanceof Double number ? Scalar.number(number) : Scalar.text((String) value);
    }
}
