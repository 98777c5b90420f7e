package app.flagger.samples.cli;

import app.flagger.api.InvalidResource;
import app.flagger.engine.RunResult;
import app.flagger.testkit.world.Latency;
import app.flagger.testkit.world.Share;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options. */
final class Converters {
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d+)?)\\s*%?");
    private static final Pattern QUANTILE = Pattern.compile("(p50|p99)=(\\d{1,9}(?:\\.\\d+)?)(ms|s)");
    /** A median is this part of the 99th percentile where only one of the two is said. */
    private static final double USUAL_RATIO = 4;

    private Converters() {}

    /** {@code 3%}, {@code 0.5%} or {@code 3}. */
    static final class OfShare implements ITypeConverter<Share> {
        @Override
        public Share convert(String text) {
            Matcher matcher = PERCENT.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' must be a share as 3% or 0.5%");
            }
            try {
                return new Share(Double.parseDouble(matcher.group(1)));
            } catch (InvalidResource e) {
                throw new TypeConversionException("'" + text + "' must be between 0% and 100%");
            }
        }
    }

    /** {@code p99=900ms}, {@code p50=100ms} or {@code p50=100ms,p99=1.5s}. */
    static final class OfLatency implements ITypeConverter<Latency> {
        @Override
        public Latency convert(String text) {
            Map<String, Double> millis = new TreeMap<>();
            for (String part : text.split(",")) {
                Matcher matcher = QUANTILE.matcher(part.strip());
                if (!matcher.matches()) {
                    throw new TypeConversionException("'" + text + "' must be as p99=900ms or p50=100ms,p99=1.5s");
                }
                double number = Double.parseDouble(matcher.group(2));
                millis.put(matcher.group(1), matcher.group(3).equals("s") ? number * 1000 : number);
            }
            double p99 = millis.getOrDefault("p99", millis.getOrDefault("p50", 0.0) * USUAL_RATIO);
            try {
                return new Latency(millis.getOrDefault("p50", p99 / USUAL_RATIO), p99);
            } catch (InvalidResource e) {
                throw new TypeConversionException("'" + text + "' must be above 0, and p99 not below p50");
            }
        }
    }

    /** {@code promoted} or {@code rolled-back}. */
    static final class OfOutcome implements ITypeConverter<RunResult.Outcome> {
        @Override
        public RunResult.Outcome convert(String text) {
            return switch (text) {
                case "promoted" -> RunResult.Outcome.PROMOTED;
                case "rolled-back" -> RunResult.Outcome.ROLLED_BACK;
                default -> throw new TypeConversionException("'" + text + "' must be promoted or rolled-back");
            };
        }
    }
}
