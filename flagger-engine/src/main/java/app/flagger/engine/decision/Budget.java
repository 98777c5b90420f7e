package app.flagger.engine.decision;

import app.flagger.api.Revision;
import app.flagger.api.status.CanaryStatus;
import app.flagger.api.status.Check;
import app.flagger.api.status.Finding;
import app.flagger.api.status.OutboxEntry;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Keeps the status under 64 KiB: each part has a budget in bytes, the oldest of it is dropped. Sizes are estimated from the
 * lengths of texts, three bytes a character; only control characters take more.
 */
final class Budget {
    static final int OUTBOX_BYTES = 24 * 1024;
    static final int CHECKS_BYTES = 10 * 1024;
    static final int JUDGES_BYTES = 12 * 1024;
    private static final int JUDGE_BYTES = 1024;
    private static final int NUMBERS = 16;
    private static final int WORD = 64;
    private static final int TEXT = 400;
    private static final int CHECKS = 20;
    static final int IDS = 16;
    private static final int ENTRY_OVERHEAD = 220;
    private static final int FINDING_OVERHEAD = 90;

    private Budget() {}

    static CanaryStatus cut(CanaryStatus status) {
        List<OutboxEntry> outbox = newest(status.outbox(), OUTBOX_BYTES, Budget::size);
        List<Check> checks = last(newest(status.canaryAnalysis(), CHECKS_BYTES, Budget::size), CHECKS);
        List<String> done = last(status.doneCommands(), IDS);
        List<Revision> failed = last(status.failedRevisions(), IDS);
        boolean fits = outbox.size() == status.outbox().size()
                && checks.size() == status.canaryAnalysis().size()
                && done.size() == status.doneCommands().size()
                && failed.size() == status.failedRevisions().size();
        if (fits) {
            return status;
        }
        return status.toBuilder()
                .outbox(outbox)
                .outboxDropped(status.outboxDropped() + status.outbox().size() - outbox.size())
                .canaryAnalysis(checks)
                .doneCommands(done)
                .failedRevisions(failed)
                .build();
    }

    private static <T> List<T> newest(List<T> all, int bytes, java.util.function.ToIntFunction<T> size) {
        int left = bytes;
        int from = all.size();
        while (from > 0) {
            left -= size.applyAsInt(all.get(from - 1));
            if (left < 0) {
                break;
            }
            from--;
        }
        return from == 0 ? all : List.copyOf(all.subList(from, all.size()));
    }

    private static <T> List<T> last(List<T> all, int count) {
        return all.size() <= count ? all : List.copyOf(all.subList(all.size() - count, all.size()));
    }

    private static int size(OutboxEntry entry) {
        return ENTRY_OVERHEAD
                + text(entry.id())
                + text(entry.receiver())
                + text(entry.code())
                + text(entry.reason().rule())
                + texts(entry.reason().facts());
    }

    private static int size(Check check) {
        int bytes = FINDING_OVERHEAD;
        for (Finding finding : check.findings()) {
            bytes += FINDING_OVERHEAD + text(finding.source()) + text(finding.because()) + text(finding.outcome());
            if (!finding.numbers().isEmpty()) {
                Names names = new Names();
                finding.numbers().forEach(names);
                bytes += names.bytes;
            }
        }
        return bytes;
    }

    /** Adds up the names of numbers; the sizes of all checks are counted anew with each save. */
    private static final class Names implements BiConsumer<String, Double> {
        private int bytes;

        @Override
        public void accept(String name, Double number) {
            bytes += text(name) + 30;
        }
    }

    static int texts(Map<String, String> texts) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            bytes += text(entry.getKey()) + text(entry.getValue()) + 6;
        }
        return bytes;
    }

    static int text(String text) {
        return 3 * text.length();
    }

    /** The size of a plain tree as it is written: no strategy or judge shall be refused for a guess. */
    static int tree(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            int bytes = 2 + Math.max(0, map.size() - 1);
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                bytes += quoted((String) entry.getKey()) + 1 + tree(entry.getValue());
            }
            return bytes;
        }
        if (tree instanceof List<?> list) {
            int bytes = 2 + Math.max(0, list.size() - 1);
            for (Object item : list) {
                bytes += tree(item);
            }
            return bytes;
        }
        return tree instanceof String text ? quoted(text) : String.valueOf(tree).length();
    }

    /** In JSON, in UTF-8; half of a pair counts as half of its four bytes. */
    private static int quoted(String text) {
        int bytes = 2;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < ' ') {
                bytes += "\b\t\n\f\r".indexOf(letter) >= 0 ? 2 : 6;
            } else if (letter < 0x80) {
                bytes += letter == '"' || letter == '\\' ? 2 : 1;
            } else {
                bytes += letter < 0x800 || Character.isSurrogate(letter) ? 2 : 3;
            }
        }
        return bytes;
    }

    /** What the memory of one judge may take where so many metrics are judged: 1 KiB, or its share of what all may take. */
    static int judgeBytes(int metrics) {
        return Math.min(JUDGE_BYTES, JUDGES_BYTES / Math.max(1, metrics));
    }

    /** The first numbers by name, as many as fit into a finding; each has a name that fits. */
    static SortedMap<String, Double> few(SortedMap<String, Double> numbers) {
        if (areFew(numbers)) {
            return numbers;
        }
        SortedMap<String, Double> few = new TreeMap<>();
        for (Map.Entry<String, Double> number : numbers.entrySet()) {
            if (few.size() < NUMBERS && number.getKey().length() <= WORD) {
                few.put(number.getKey(), number.getValue());
            }
        }
        return few;
    }

    private static boolean areFew(SortedMap<String, Double> numbers) {
        if (numbers.size() > NUMBERS) {
            return false;
        }
        for (String name : numbers.keySet()) {
            if (name.length() > WORD) {
                return false;
            }
        }
        return true;
    }

    /** A word that fits into a finding. */
    static String word(String word) {
        return plain(begin(word, WORD));
    }

    /** A text that fits into a status, events and alerts: on one line. */
    static String shortened(String text) {
        return plain(text.length() <= TEXT ? text : begin(text, TEXT - 3) + "...");
    }

    /** No half of a pair is left over. */
    private static String begin(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    /** Control characters take twice the bytes that are counted for a character, and break lines of logs. */
    private static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ') {
                return text.replaceAll("[\\x00-\\x1f]", " ");
            }
        }
        return text;
    }
}
