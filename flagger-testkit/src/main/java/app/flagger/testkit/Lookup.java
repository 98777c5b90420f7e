package app.flagger.testkit;

import app.flagger.api.Call;
import app.flagger.engine.runtime.Invocation;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that an engine looks up at once: a call without a deadline, which can fail only by an unchecked exception. One thread. */
final class Lookup<T> implements Invocation {
    private final Object plug;
    private final String method;
    private final Call call;
    private final Supplier<T> body;
    private @Nullable T value;
    private @Nullable RuntimeException thrown;

    /** @param call says what it is for */
    Lookup(Object plug, String method, Call call, Supplier<T> body) {
        this.plug = plug;
        this.method = method;
        this.call = call;
        this.body = body;
    }

    /** What came of it. */
    T result() {
        if (thrown != null) {
            throw thrown;
        }
        if (value == null) {
            throw new IllegalStateException("the engine is dead");
        }
        return value;
    }

    @Override
    public Object plug() {
        return plug;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public boolean write() {
        return false;
    }

    @Override
    public boolean begin() {
        return true;
    }

    @Override
    public void effect() {
        try {
            value = body.get();
        } catch (RuntimeException broken) {
            thrown = broken;
        }
    }

    @Override
    public void lateEffect() {
        effect();
    }

    @Override
    public Optional<Object> answered() {
        return Optional.ofNullable(value);
    }

    @Override
    @SuppressWarnings("unchecked") // an older answer of the same method
    public void answerInstead(Object other) {
        value = (T) other;
    }

    @Override
    public void throwInstead(Exception other) {
        value = null;
        thrown = new IllegalStateException("a fault was injected", other);
    }

    @Override
    public void answer() {
        // whoever looks up waits for it
    }
}
