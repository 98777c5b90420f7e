package app.flagger.engine.strategy;

import app.flagger.api.plug.Ability;
import app.flagger.api.spec.Analysis;
import app.flagger.api.spec.HttpMatch;
import app.flagger.api.spec.StringMatch;
import java.util.EnumSet;
import java.util.Set;

/** What a router must be able to do for an analysis. */
final class Needs {
    private Needs() {}

    static Set<Ability> of(Analysis analysis) {
        EnumSet<Ability> needs = EnumSet.of(Ability.WEIGHTS);
        if (analysis.mirror()) {
            needs.add(Ability.MIRROR);
        }
        if (analysis.sessionAffinity().isPresent() && analysis.hasSteps()) {
            needs.add(Ability.AFFINITY);
        }
        return needs;
    }

    static Set<Ability> withMatches(Analysis analysis) {
        EnumSet<Ability> needs = EnumSet.copyOf(of(analysis));
        for (HttpMatch match : analysis.match()) {
            match.headers().values().forEach(condition -> needs.add(header(condition)));
            if (!match.queryParams().isEmpty()) {
                needs.add(Ability.MATCH_QUERY);
            }
            if (!match.sourceLabels().isEmpty()) {
                needs.add(Ability.MATCH_SOURCE_LABELS);
            }
        }
        return needs;
    }

    private static Ability header(StringMatch condition) {
        return switch (condition.kind()) {
            case EXACT -> Ability.MATCH_HEADER_EXACT;
            case PREFIX -> Ability.MATCH_HEADER_PREFIX;
            case SUFFIX -> Ability.MATCH_HEADER_SUFFIX;
            case REGEX -> Ability.MATCH_HEADER_REGEX;
        };
    }
}
