package app.flagger.engine.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Texts of about one mebibyte, each made to be expensive in another way. */
final class HostileTexts {
    private static final int SIZE = 1 << 20;

    private static final String HEAD =
            "apiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: {name: web}\nspec:\n  targetRef: {apiVersion: v1, kind: Job, name: web}\n";

    private HostileTexts() {}

    private static final Map<String, String> ALL = make();

    static Map<String, String> all() {
        return ALL;
    }

    private static Map<String, String> make() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("deep-flow.yaml", "[\n".repeat(SIZE / 2));
        texts.put("deep-braces.yaml", "{a:\n".repeat(SIZE / 4));
        texts.put("deep-dashes.yaml", "- ".repeat(60_000));
        texts.put("deep-questions.yaml", "? ".repeat(60_000));
        texts.put("deep-steps.yaml", steps());
        texts.put("deep.json", "[".repeat(SIZE));
        texts.put("deep-objects.json", "{\"a\":".repeat(SIZE / 5));
        texts.put("many-empty-lists.yaml", HEAD + "  x: [" + "[],\n ".repeat(SIZE / 5) + "]");
        texts.put("many-lines.yaml", HEAD + "  x:\n" + "  - a\n".repeat(SIZE / 6));
        texts.put("many-empty-lists.json", "{\"a\":[" + "[],".repeat(SIZE / 3) + "[]]}");
        texts.put("many-numbers.json", "[" + "1,".repeat(SIZE / 2) + "1]");
        texts.put("many-fields.yaml", HEAD + fields("  x", ": 1\n"));
        texts.put("many-fields.json", "{" + fields("\"x", "\":1,") + "\"x\":1}");
        texts.put("many-doubled-fields.yaml", HEAD + "  x: 1\n".repeat(SIZE / 7));
        texts.put("many-documents.yaml", "--- {}\n".repeat(SIZE / 7));
        texts.put("many-canaries.yaml", canaries());
        texts.put("many-webhooks.yaml", HEAD + "  analysis:\n    stepWeight: 1\n    webhooks:\n" + hooks());
        texts.put(
                "many-settings.yaml",
                HEAD + "  analysis:\n    stepWeight: 1\n    strategy:\n      type: x\n      with:\n" + settings());
        texts.put(
                "many-small-settings.yaml", texts.get("many-settings.yaml").replace("value-xxxxxxxxxxxxxxxxxxxx", ""));
        texts.put("many-labels.yaml", labels());
        texts.put("many-anchors.yaml", HEAD + "  x: [" + fields("&a", " 1,\n ") + "]");
        texts.put("many-aliases.yaml", HEAD + "  x: [&a {b: c},\n" + " *a,\n".repeat(SIZE / 5) + "]");
        texts.put("long-line.yaml", HEAD + "  x: " + "y".repeat(SIZE));
        texts.put("long-quoted.yaml", HEAD + "  x: \"" + "y \n".repeat(SIZE / 3) + "\"");
        texts.put("long-block.yaml", HEAD + "  x: |\n" + "    yyyyyyyyy\n".repeat(SIZE / 14));
        texts.put("long-number.yaml", HEAD + "  progressDeadlineSeconds: " + "9".repeat(100_000));
        texts.put("long-number.json", "{\"x\":" + "9".repeat(SIZE) + "}");
        texts.put("long-text.json", "{\"x\":\"" + "y".repeat(SIZE) + "\"}");
        texts.put("long-name.yaml", "x".repeat(100_000) + ": 1");
        texts.put("wide-characters.yaml", HEAD + "  x: |\n" + "    日本日本日本日本\n".repeat(SIZE / 30));
        texts.put("laughs.yaml", laughs());
        texts.put(
                "laughing-texts.yaml",
                HEAD + "  x: [&a \"" + "y".repeat(100_000) + "\"" + ",\n *a".repeat(20_000) + "]");
        texts.put("circle.yaml", "&a [*a]");
        texts.put(
                "regex.yaml",
                HEAD + "  analysis: {stepWeight: 1, match: [{headers: {x: {regex: \"" + "(".repeat(60_000) + "\"}}}]}");
        texts.put("comments.yaml", "# x\n".repeat(SIZE / 4));
        texts.put("directives.yaml", "%YAML 99999999999999.1\n---\na: 1");
        texts.put("tags.yaml", HEAD + "  suspend: !!java.net.URL [http://x]\n");
        texts.put("binary-tag.yaml", HEAD + "  provider: !!binary aGVsbG8=\n");
        texts.put("zeros.yaml", "\u0000".repeat(SIZE));
        texts.put("tab.yaml", "\tapiVersion: x");
        texts.put("nan.json", "{\"a\": NaN}");
        texts.put("tail.json", "{} oops");
        texts.put("half.json", "{\"a\": \"\\ud8");
        return texts;
    }

    private static String steps() {
        StringBuilder text = new StringBuilder();
        for (int depth = 0; text.length() < SIZE; depth++) {
            text.append(" ".repeat(depth)).append("a:\n");
        }
        return text.toString();
    }

    private static String fields(String before, String after) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < SIZE; i++) {
            text.append(before).append(i).append(after);
        }
        return text.toString();
    }

    private static String hooks() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < SIZE; i++) {
            text.append("      - name: hook-")
                    .append(i)
                    .append("\n        url: http://load-tester.test/")
                    .append(i);
            text.append("\n        timeout: 5s\n        metadata:\n          cmd: hey -z 1m http://web/")
                    .append(i)
                    .append('\n');
        }
        return text.toString();
    }

    private static String canaries() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < SIZE; i++) {
            text.append("---\n").append(HEAD.replace("{name: web}\nspec", "{name: web-" + i + "}\nspec"));
            text.append(
                    "  service: {port: 80}\n  analysis:\n    interval: 1m\n    threshold: 5\n    stepWeight: 10\n    metrics:\n");
            text.append(
                    "      - name: request-success-rate\n        thresholdRange: {min: 99}\n        interval: 1m\n");
            text.append("      - name: latency-")
                    .append(i)
                    .append("\n        query: |\n          sum(rate(latency{app=\"web\"}[1m]))\n");
        }
        return text.toString();
    }

    private static String settings() {
        StringBuilder text = new StringBuilder();
        for (int part = 0; text.length() < SIZE; part++) {
            text.append("        part").append(part).append(":\n");
            for (int i = 0; i < 5000 && text.length() < SIZE; i++) {
                text.append("         k")
                        .append(i)
                        .append(": value-")
                        .append("x".repeat(20))
                        .append(i)
                        .append("\n");
            }
        }
        return text.toString();
    }

    private static String labels() {
        StringBuilder text = new StringBuilder("apiVersion: flagger.app/v1beta1\nkind: Canary\n");
        text.append(
                "spec: {targetRef: {apiVersion: v1, kind: Job, name: web}, skipAnalysis: true}\nmetadata:\n  name: web\n  labels:\n");
        for (int i = 0; i < 9_000; i++) {
            text.append("    label-")
                    .append(i)
                    .append(": value-")
                    .append(i)
                    .append("-")
                    .append("x".repeat(80))
                    .append('\n');
        }
        return text.toString();
    }

    private static String laughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 40; i++) {
            text.append("a").append(i).append(": &a").append(i).append(" [");
            text.append(("*a" + (i - 1) + ", ").repeat(9)).append("]\n");
        }
        return text.toString();
    }
}
