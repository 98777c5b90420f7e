package app.flagger.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the modules of this project export to everybody, read from their descriptors. */
final class Exports {
    private static final String PREFIX = "app.flagger.";

    private Exports() {}

    /** A descriptor, and where it was found. */
    record Found(ModuleDescriptor descriptor, URL location) {
        /** The packages that are exported to everybody, sorted. */
        List<String> packages() {
            return descriptor.exports().stream()
                    .filter(it -> !it.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .sorted()
                    .toList();
        }
    }

    /** The descriptors of this project on the class path. */
    static List<Found> modules() {
        List<Found> found = new ArrayList<>();
        try {
            for (URL url : Collections.list(Exports.class.getClassLoader().getResources("module-info.class"))) {
                try (InputStream in = url.openStream()) {
                    ModuleDescriptor descriptor = ModuleDescriptor.read(in);
                    if (descriptor.name().startsWith(PREFIX)) {
                        found.add(new Found(descriptor, url));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The descriptor of one module, if it has one. */
    static Optional<Found> module(String name) {
        return modules().stream()
                .filter(it -> it.descriptor().name().equals(name))
                .findFirst();
    }

    /** Every package that a module of this project exports to everybody. */
    static Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        modules().forEach(it -> packages.addAll(it.packages()));
        return packages;
    }
}
