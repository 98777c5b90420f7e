package app.flagger.engine.runtime;

import app.flagger.api.PlugException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/** Lets plugs throw whatever a careless author throws: with a secret in the message, in the cause, or in what is suppressed. */
final class Spoiler {
    private static final Set<String> OF_OBJECT = Set.of("toString", "hashCode", "equals");

    private final Random random;
    private final double share;
    private final Set<String> struck = new LinkedHashSet<>();
    private int left;

    /**
     * @param share of the calls that fail
     * @param most failures, after which all is well, so that runs end
     */
    Spoiler(Random random, double share, int most) {
        this.random = random;
        this.share = share;
        this.left = most;
    }

    /** The methods that threw. */
    Set<String> struck() {
        return struck;
    }

    <T> T spoil(Class<T> type, T plug) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String name = type.getSimpleName() + "." + method.getName();
                    if (!OF_OBJECT.contains(method.getName()) && strikes(name)) {
                        struck.add(name);
                        boolean checked =
                                Arrays.asList(method.getExceptionTypes()).contains(Exception.class);
                        throw trouble(
                                Hush.MARK + "thrown-by-" + type.getSimpleName() + "-" + method.getName(), checked);
                    }
                    try {
                        return method.invoke(plug, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    /** What was not struck yet is struck more often, so that a few runs meet all. */
    private boolean strikes(String name) {
        return left > 0 && random.nextDouble() < (struck.contains(name) ? share : 10 * share) && left-- > 0;
    }

    private Throwable trouble(String secret, boolean checked) {
        Throwable inner = new IllegalArgumentException("Illegal character in authority: https://" + secret);
        return switch (random.nextInt(checked ? 7 : 4)) {
            case 0 -> inner;
            case 1 -> new IllegalStateException(secret, inner);
            case 2 -> new AssertionError(secret);
            case 3 -> suppressing(new UnsupportedOperationException(secret), inner);
            case 4 -> new IOException(secret, inner);
            case 5 -> new java.util.concurrent.TimeoutException(secret);
            default ->
                new PlugException(
                        PlugException.Kind.values()[random.nextInt(PlugException.Kind.values().length)],
                        "refused",
                        inner);
        };
    }

    private static Throwable suppressing(Throwable thrown, Throwable suppressed) {
        thrown.addSuppressed(suppressed);
        return thrown;
    }
}
