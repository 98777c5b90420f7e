package app.flagger.engine.decision;

import app.flagger.api.status.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Draws the table of transitions and writes it down. */
final class TransitionsPage {
    private TransitionsPage() {}

    static String table(String title, List<Transitions.Part> parts) {
        StringBuilder text = new StringBuilder("## " + title + "\n");
        for (Transitions.Part part : parts) {
            text.append("\n### ").append(part.title()).append("\n\n");
            if (!part.why().isEmpty()) {
                text.append(part.why()).append("\n\n");
            }
            text.append("| row | in phase | when | next phase | orders |\n|---|---|---|---|---|\n");
            part.rows().forEach(row -> text.append(line(row)));
        }
        return text.toString();
    }

    private static String line(Row row) {
        List<String> actions = row.does().stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .toList();
        return "| `" + row.rule() + "` | " + names(row.from()) + " | " + row.when() + " | " + next(row) + " | "
                + String.join(", ", actions) + " |\n";
    }

    private static String next(Row row) {
        List<String> next = new ArrayList<>();
        row.sets().forEach(mark -> next.add("*" + mark.title() + "*"));
        if (!row.to().isEmpty()) {
            next.add(names(row.to()));
        }
        return String.join(", ", next);
    }

    private static String names(Set<Phase> phases) {
        if (phases.equals(Row.ANY)) {
            return "any";
        }
        if (phases.equals(Row.DRIVEN)) {
            return "any before Terminating";
        }
        List<String> names = Arrays.stream(Phase.values())
                .filter(phases::contains)
                .map(TransitionsPage::name)
                .toList();
        return String.join(", ", names);
    }

    private static String name(Phase phase) {
        return phase == Phase.NONE ? "(new)" : phase.wireName();
    }

    static String diagram(List<Row> rows) {
        Map<String, List<String>> edges = new LinkedHashMap<>();
        rows.forEach(row -> edges(row, edges));
        StringBuilder text = new StringBuilder("stateDiagram-v2\n");
        for (Row.Mark mark : Row.Mark.values()) {
            text.append("    state \"")
                    .append(mark.title())
                    .append("\" as ")
                    .append(id(mark))
                    .append("\n");
        }
        text.append("    state \"any phase\" as any\n");
        edges.forEach((edge, labels) -> text.append("    ")
                .append(edge)
                .append(" : ")
                .append(String.join("<br/>", labels))
                .append("\n"));
        return text.append("    Terminated --> [*]\n").toString();
    }

    /** Rows that neither leave a phase nor mark the canary are not drawn. */
    private static void edges(Row row, Map<String, List<String>> edges) {
        for (String from : from(row)) {
            for (String to : to(row, from)) {
                edges.computeIfAbsent(from + " --> " + to, edge -> new ArrayList<>())
                        .add(row.rule());
            }
        }
    }

    private static List<String> from(Row row) {
        if (!row.ends().isEmpty()) {
            return row.ends().stream().map(TransitionsPage::id).toList();
        }
        if (row.from().equals(Row.DRIVEN)) {
            return List.of("any");
        }
        return row.from().stream().map(TransitionsPage::id).toList();
    }

    private static List<String> to(Row row, String from) {
        List<String> to = new ArrayList<>();
        row.sets().forEach(mark -> to.add(id(mark)));
        row.to().stream().map(TransitionsPage::id).forEach(to::add);
        if (to.isEmpty() && !row.ends().isEmpty()) {
            row.from().stream().map(TransitionsPage::id).forEach(to::add);
        }
        return to;
    }

    private static String id(Phase phase) {
        return phase == Phase.NONE ? "[*]" : phase.wireName();
    }

    private static String id(Row.Mark mark) {
        return mark.name().toLowerCase(Locale.ROOT);
    }
}
