package app.flagger.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What others can compile against, one line for each type and each of its members, sorted. */
final class Signatures {
    private static final String INDENT = "    ";

    private Signatures() {}

    /** Everything that a module exports to everybody. */
    static List<String> of(Exports.Found module) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (String name : classes(module)) {
            Class<?> type = load(name);
            if (visible(type)) {
                byName.put(name, of(type));
            }
        }
        return byName.values().stream().flatMap(List::stream).toList();
    }

    /** One type and its members. */
    static List<String> of(Class<?> type) {
        Set<String> members = new TreeSet<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (shown(constructor.getModifiers(), constructor.isSynthetic())) {
                members.add(INDENT + constructor(type, constructor));
            }
        }
        for (Class<?> holder : holders(type)) {
            for (Field field : holder.getDeclaredFields()) {
                if (shown(field.getModifiers(), field.isSynthetic()) && !field.isEnumConstant()) {
                    members.add(INDENT + field(field));
                }
            }
            for (Method method : holder.getDeclaredMethods()) {
                if (shown(method.getModifiers(), method.isSynthetic()) && !ofEveryEnum(method)) {
                    members.add(INDENT + method(method));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(header(type));
        lines.addAll(members);
        return lines;
    }

    /** The lines of a list, below the line of their type. */
    static Map<String, Set<String>> byType(List<String> lines) {
        Map<String, Set<String>> types = new LinkedHashMap<>();
        String type = "";
        for (String line : lines) {
            if (line.startsWith(INDENT)) {
                types.computeIfAbsent(type, it -> new LinkedHashSet<>()).add(line);
            } else {
                type = line;
                types.putIfAbsent(type, new LinkedHashSet<>());
            }
        }
        return types;
    }

    /** The type itself, and those parents that cannot be seen: what they bring is inherited by what can be seen. */
    private static List<Class<?>> holders(Class<?> type) {
        List<Class<?>> holders = new ArrayList<>();
        holders.add(type);
        Class<?> parent = type.getSuperclass();
        while (parent != null && !visible(parent)) {
            holders.add(parent);
            parent = parent.getSuperclass();
        }
        for (Class<?> shown : type.getInterfaces()) {
            if (!visible(shown)) {
                holders.addAll(holders(shown));
            }
        }
        return holders;
    }

    private static boolean ofEveryEnum(Method method) {
        return method.getDeclaringClass().isEnum()
                && (method.getName().equals("values") && method.getParameterCount() == 0
                        || method.getName().equals("valueOf")
                                && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}));
    }

    private static boolean shown(int modifiers, boolean synthetic) {
        return !synthetic && (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers));
    }

    private static boolean visible(Class<?> type) {
        if (type.isSynthetic()
                || type.isAnonymousClass()
                || type.isLocalClass()
                || type.getSimpleName().equals("package-info")) {
            return false;
        }
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            if (!shown(at.getModifiers(), false)) {
                return false;
            }
        }
        return true;
    }

    private static String header(Class<?> type) {
        StringBuilder line = new StringBuilder();
        int kinds = Modifier.INTERFACE | (type.isInterface() ? Modifier.ABSTRACT | Modifier.STATIC : 0);
        line.append(modifiers(type.getModifiers() & ~kinds & ~(type.isEnum() ? Modifier.ABSTRACT : 0)));
        if (type.isSealed() && !type.isEnum()) {
            line.append("sealed ");
        }
        line.append(
                type.isAnnotation()
                        ? "@interface "
                        : type.isInterface()
                                ? "interface "
                                : type.isRecord() ? "record " : type.isEnum() ? "enum " : "class ");
        line.append(type.getName()).append(parameters(type.getTypeParameters()).stripTrailing());
        if (type.isRecord()) {
            line.append(Arrays.stream(type.getRecordComponents())
                    .map(Signatures::component)
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        AnnotatedType parent = type.getAnnotatedSuperclass();
        if (parent != null
                && !type.isRecord()
                && !type.isEnum()
                && type.getSuperclass() != Object.class
                && visible(type.getSuperclass())) {
            line.append(" extends ").append(name(parent));
        }
        String interfaces = Arrays.stream(type.getAnnotatedInterfaces())
                .map(Signatures::name)
                .collect(Collectors.joining(", "));
        if (!interfaces.isEmpty()) {
            line.append(type.isInterface() ? " extends " : " implements ").append(interfaces);
        }
        if (type.isSealed() && !type.isEnum()) {
            line.append(" permits ")
                    .append(Arrays.stream(type.getPermittedSubclasses())
                            .map(Class::getName)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        if (type.isEnum()) {
            line.append(Arrays.stream(type.getFields())
                    .filter(Field::isEnumConstant)
                    .map(Field::getName)
                    .collect(Collectors.joining(", ", " { ", " }")));
        }
        return line.toString();
    }

    private static String component(RecordComponent component) {
        return name(component.getAnnotatedType()) + " " + component.getName();
    }

    private static String constructor(Class<?> type, Constructor<?> constructor) {
        return modifiers(constructor.getModifiers())
                + parameters(constructor.getTypeParameters())
                + type.getSimpleName()
                + arguments(constructor);
    }

    private static String method(Method method) {
        return modifiers(method.getModifiers()
                        & ~(Modifier.VOLATILE | Modifier.TRANSIENT | Modifier.SYNCHRONIZED | Modifier.NATIVE))
                + (method.isDefault() ? "default " : "")
                + parameters(method.getTypeParameters())
                + name(method.getAnnotatedReturnType())
                + " "
                + method.getName()
                + arguments(method)
                + (method.getDefaultValue() == null ? "" : " default " + method.getDefaultValue());
    }

    private static String field(Field field) {
        return modifiers(field.getModifiers() & ~(Modifier.VOLATILE | Modifier.TRANSIENT))
                + name(field.getAnnotatedType())
                + " "
                + field.getName()
                + constant(field);
    }

    /** The value of a constant that the compiler copies into whoever uses it. */
    private static String constant(Field field) {
        int modifiers = field.getModifiers();
        boolean copied = field.getType().isPrimitive() || field.getType() == String.class;
        if (!copied || !Modifier.isStatic(modifiers) || !Modifier.isFinal(modifiers) || !Modifier.isPublic(modifiers)) {
            return "";
        }
        try {
            return " = " + field.get(null);
        } catch (IllegalAccessException e) {
            return "";
        }
    }

    private static String arguments(Executable executable) {
        AnnotatedType[] types = executable.getAnnotatedParameterTypes();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            String name = name(types[i]);
            names.add(
                    executable.isVarArgs() && i == types.length - 1
                            ? name.substring(0, name.length() - 2) + "..."
                            : name);
        }
        String thrown = Arrays.stream(executable.getAnnotatedExceptionTypes())
                .map(Signatures::name)
                .collect(Collectors.joining(", "));
        return "(" + String.join(", ", names) + ")" + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String parameters(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables)
                .map(it -> {
                    String bounds = Arrays.stream(it.getAnnotatedBounds())
                            .map(Signatures::name)
                            .filter(bound -> !bound.equals("java.lang.Object"))
                            .collect(Collectors.joining(" & "));
                    return it.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
                })
                .collect(Collectors.joining(", ", "<", "> "));
    }

    private static String modifiers(int modifiers) {
        String text = Modifier.toString(modifiers);
        return text.isEmpty() ? "" : text + " ";
    }

    private static String name(AnnotatedType type) {
        String mark = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        if (type instanceof AnnotatedArrayType array) {
            String element = name(array.getAnnotatedGenericComponentType());
            return element + (mark.isEmpty() ? "" : " " + mark) + "[]";
        }
        if (type instanceof AnnotatedParameterizedType parameterized) {
            Type raw = ((ParameterizedType) parameterized.getType()).getRawType();
            return mark
                    + raw.getTypeName()
                    + Arrays.stream(parameterized.getAnnotatedActualTypeArguments())
                            .map(Signatures::name)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            if (wildcard.getAnnotatedLowerBounds().length > 0) {
                return "? super " + name(wildcard.getAnnotatedLowerBounds()[0]);
            }
            String upper = Arrays.stream(wildcard.getAnnotatedUpperBounds())
                    .map(Signatures::name)
                    .collect(Collectors.joining(" & "));
            return upper.isEmpty() || upper.equals("java.lang.Object") ? "?" : "? extends " + upper;
        }
        if (type instanceof AnnotatedTypeVariable variable) {
            return mark + variable.getType().getTypeName();
        }
        return mark + type.getType().getTypeName();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Signatures.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> classes(Exports.Found module) {
        Set<String> packages = new TreeSet<>(module.packages());
        Set<String> names = new TreeSet<>();
        for (String file : files(module)) {
            if (file.endsWith(".class") && !file.startsWith("META-INF") && file.contains("/")) {
                String name =
                        file.substring(0, file.length() - ".class".length()).replace('/', '.');
                if (packages.contains(name.substring(0, name.lastIndexOf('.')))) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static List<String> files(Exports.Found module) {
        try {
            URI uri = module.location().toURI();
            if (uri.getScheme().equals("file")) {
                Path root = Path.of(uri.resolve("."));
                try (Stream<Path> files = Files.walk(root)) {
                    return files.filter(Files::isRegularFile)
                            .map(it -> root.relativize(it).toString().replace('\\', '/'))
                            .toList();
                }
            }
            JarURLConnection connection = (JarURLConnection) module.location().openConnection();
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                return jar.stream().map(it -> it.getName()).toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
