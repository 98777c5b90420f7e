package app.flagger.engine.codec;

import app.flagger.api.Settings;
import app.flagger.api.spec.AutoscalerRef;
import app.flagger.api.spec.NamedPlug;
import app.flagger.api.spec.ObjectRef;
import app.flagger.api.spec.ResourceRef;
import app.flagger.engine.codec.Slots.Slot;
import java.util.function.Function;

/** References to other objects, and plugs by name. */
final class RefTables {
    static final Codec<ObjectRef> OBJECT = object(Codecs.TEXT);
    static final Codec<ObjectRef> TARGET = object(Codecs.name(NameKind.TARGET_KIND));
    static final Codec<ResourceRef> RESOURCE = resource();
    static final Codec<String> SECRET = secret();
    static final Codec<AutoscalerRef> AUTOSCALER = autoscaler();
    static final Codec<NamedPlug> STRATEGY = plug(NameKind.STRATEGY);
    static final Codec<NamedPlug> JUDGE = plug(NameKind.JUDGE);

    private static final String STAND_IN = "x";

    private RefTables() {}

    /** The fields of an {@link ObjectRef}, which also stand in the map of a larger value. */
    private static final class ObjectSlots {
        final Slot<String> apiVersion = new Slot<>();
        final Slot<String> kind = new Slot<>();
        final Slot<String> name = new Slot<>();
        final Slot<String> namespace = new Slot<>();

        <T> Table<T, Slots> rows(Table<T, Slots> table, Codec<String> kinds, Function<T, ObjectRef> get) {
            return table.required(
                            "apiVersion", Codecs.TEXT, get.andThen(ObjectRef::apiVersion), apiVersion::set, STAND_IN)
                    .required("kind", kinds, get.andThen(ObjectRef::kind), kind::set, STAND_IN)
                    .required("name", Codecs.TEXT, get.andThen(ObjectRef::name), name::set, STAND_IN)
                    .optional("namespace", Codecs.TEXT, get.andThen(ObjectRef::namespace), namespace::set);
        }

        ObjectRef build(Slots slots) {
            return new ObjectRef(apiVersion.get(slots), kind.get(slots), name.get(slots), namespace.find(slots));
        }
    }

    private static Codec<ObjectRef> object(Codec<String> kinds) {
        ObjectSlots slots = new ObjectSlots();
        return slots.rows(Table.of(Slots::new, slots::build), kinds, Function.identity());
    }

    private static Codec<ResourceRef> resource() {
        Slot<String> name = new Slot<>();
        Slot<String> namespace = new Slot<>();
        return Table.<ResourceRef, Slots>of(Slots::new, s -> new ResourceRef(name.get(s), namespace.find(s)))
                .required("name", Codecs.TEXT, ResourceRef::name, name::set, STAND_IN)
                .optional("namespace", Codecs.TEXT, ResourceRef::namespace, namespace::set);
    }

    private static Codec<String> secret() {
        Slot<String> name = new Slot<>();
        return Table.<String, Slots>of(Slots::new, name::get)
                .required("name", Codecs.TEXT, Function.identity(), name::set, STAND_IN);
    }

    private static Codec<NamedPlug> plug(NameKind kind) {
        Slot<String> type = new Slot<>();
        Slot<Settings> with = new Slot<>();
        return Table.<NamedPlug, Slots>of(
                        Slots::new, s -> new NamedPlug(type.get(s), with.find(s).orElse(Settings.none())))
                .required("type", Codecs.name(kind), NamedPlug::type, type::set, STAND_IN)
                .usually(Settings.none(), "with", Codecs.SETTINGS, NamedPlug::with, with::set);
    }

    private static Codec<AutoscalerRef> autoscaler() {
        ObjectSlots ref = new ObjectSlots();
        Slot<AutoscalerRef.Builder> rest = new Slot<>();
        Table<AutoscalerRef, Slots> table = Table.of(
                () -> {
                    Slots slots = new Slots();
                    rest.set(slots, AutoscalerRef.builder());
                    return slots;
                },
                slots -> rest.get(slots).ref(ref.build(slots)).build());
        return ref.rows(table, Codecs.TEXT, AutoscalerRef::ref)
                .map(
                        "primaryScalerQueries",
                        Codecs.TEXT,
                        AutoscalerRef::primaryScalerQueries,
                        (s, queries) -> rest.get(s).primaryScalerQueries(queries))
                .group(
                        "primaryScalerReplicas",
                        group -> group.whole(
                                        "minReplicas",
                                        AutoscalerRef::primaryMinReplicas,
                                        (s, n) -> rest.get(s).primaryMinReplicas(n))
                                .whole(
                                        "maxReplicas",
                                        AutoscalerRef::primaryMaxReplicas,
                                        (s, n) -> rest.get(s).primaryMaxReplicas(n)));
    }
}
