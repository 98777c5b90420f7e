package app.flagger.api.spec;

/** Which strategy a spec asks for, by the rules of upstream's dispatch. */
final class StrategyChoice {
    private StrategyChoice() {}

    static NamedPlug of(CanarySpec spec) {
        Analysis analysis = spec.analysis();
        if (analysis.strategy().isPresent()) {
            return analysis.strategy().get();
        }
        if (spec.provider().orElse("").equals("kubernetes")) {
            return NamedPlug.of("blue-green");
        }
        boolean iterates = analysis.iterations().orElse(0) > 0;
        if (analysis.hasSteps() || !iterates) {
            return NamedPlug.of("canary");
        }
        return NamedPlug.of(analysis.match().isEmpty() ? "blue-green" : "ab-testing");
    }
}
