package app.flagger.api.spec;

/** Which strategy an analysis asks for, by the rules of upstream's dispatch. */
final class StrategyChoice {
    private static final NamedPlug KUBERNETES = NamedPlug.of("kubernetes");
    private static final NamedPlug CANARY = NamedPlug.of("canary");
    private static final NamedPlug BLUE_GREEN = NamedPlug.of("blue-green");
    private static final NamedPlug AB_TESTING = NamedPlug.of("ab-testing");

    private StrategyChoice() {}

    static NamedPlug of(Analysis analysis, boolean shiftsTraffic) {
        if (analysis.strategy().isPresent()) {
            return analysis.strategy().get();
        }
        if (!shiftsTraffic) {
            return KUBERNETES;
        }
        boolean iterates = analysis.iterations().orElse(0) > 0;
        if (analysis.hasSteps() || !iterates) {
            return CANARY;
        }
        return analysis.match().isEmpty() ? BLUE_GREEN : AB_TESTING;
    }
}
