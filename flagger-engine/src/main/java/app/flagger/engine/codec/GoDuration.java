package app.flagger.engine.codec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go's {@code time.ParseDuration} reads them: {@code 1m30s}, {@code 1.5h}, {@code 100ms}. */
final class GoDuration {
    private static final Pattern WHOLE = Pattern.compile("[-+]?([0-9.]+(ns|us|µs|μs|ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Duration MOST = Duration.ofNanos(Long.MAX_VALUE);
    private static final int LONGEST = 64;

    private GoDuration() {}

    static Optional<Duration> parse(String text) {
        if (text.equals("0") || text.equals("+0") || text.equals("-0")) {
            return Optional.of(Duration.ZERO);
        }
        if (text.length() > LONGEST || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        int end = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        while (part.find()) {
            if (part.start() != end) {
                return Optional.empty();
            }
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2)))));
            end = part.end();
        }
        if (end != text.length() || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return Optional.empty();
        }
        Duration duration = Duration.ofNanos(nanos.longValue());
        return Optional.of(text.startsWith("-") ? duration.negated() : duration);
    }

    /** The shortest exact form in descending units; nothing for more than Go can hold, 292 years. */
    static Optional<String> format(Duration duration) {
        if (duration.compareTo(MOST) > 0 || duration.compareTo(MOST.negated()) < 0) {
            return Optional.empty();
        }
        if (duration.isZero()) {
            return Optional.of("0s");
        }
        long nanos = duration.abs().toNanos();
        StringBuilder text = new StringBuilder(duration.isNegative() ? "-" : "");
        if (nanos < 1_000_000_000L) {
            String unit = nanos < 1_000 ? "ns" : nanos < 1_000_000 ? "us" : "ms";
            return Optional.of(
                    text.append(decimal(nanos, nanos(unit))).append(unit).toString());
        }
        long hours = nanos / nanos("h");
        long minutes = nanos % nanos("h") / nanos("m");
        long rest = nanos % nanos("m");
        text.append(hours > 0 ? hours + "h" : "").append(minutes > 0 ? minutes + "m" : "");
        text.append(rest > 0 ? decimal(rest, nanos("s")) + "s" : "");
        return Optional.of(text.toString());
    }

    private static String decimal(long nanos, long unit) {
        return BigDecimal.valueOf(nanos)
                .divide(BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1_000L;
        };
    }
}
