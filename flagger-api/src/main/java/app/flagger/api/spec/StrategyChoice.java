package app.flagger.api.spec;

/** Which strategy an analysis asks for, by the rules of upstream's dispatch. */
final class StrategyChoice {
    private StrategyChoice() {}

    static NamedPlug of(Analysis analysis, boolean shiftsTraffic) {
        if (analysis.strategy().isPresent()) {
            return analysis.strategy().get();
        }
        if (!shiftsTraffic) {
            return NamedPlug.of("kubernetes");
        }
        boolean iterates = analysis.iterations().orElse(0) > 0;
        if (analysis.hasSteps() || !iterates) {
            return NamedPlug.of("canary");
        }
        return NamedPlug.of(analysis.match().isEmpty() ? "blue-green" : "ab-testing");
    }
}
