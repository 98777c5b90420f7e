package app.flagger.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** One of each kind of signature. */
@NullMarked
@SuppressWarnings("unused")
public abstract class SignatureFixtures extends HiddenSignatureFixture {
    /** Part of the interface with its value, which is compiled into other classes. */
    public static final int LIMIT = 7;

    private final int hidden;

    /** Makes one. */
    protected SignatureFixtures(int hidden) {
        this.hidden = hidden;
    }

    SignatureFixtures(String hidden) {
        this(1);
    }

    abstract void alsoHidden();

    protected abstract <T extends Comparable<? super T>> T most(List<? extends T> of) throws IOException;

    /** Null or not. */
    public interface Nullness {
        @Nullable
        String find(@Nullable String key, List<@Nullable String> more);

        default String name() {
            return "";
        }
    }

    /** Sealed. */
    public sealed interface Shape permits Point {}

    /** A record. */
    public record Point(int x, Optional<String> label) implements Shape {}

    /** An enum. */
    public enum Colour {
        RED,
        GREEN;

        public String lower() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

/** Not visible, but what it has is. */
@NullMarked
class HiddenSignatureFixture {
    public final void inherited(byte[]... more) {}

    void packagePrivate() {}
}
