package app.flagger.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison must be able to fail. */
class TraceComparisonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CANARY = "{'spec':{'analysis':{'stepWeight':30,'maxWeight':50}}}";
    private static final String STEP =
            "{'reached':true,'path':[" + point("Progressing", 30) + "," + point("Succeeded", 0)
                    + "],'primaryRevision':2,'hooks':[{'name':'a','phase':'Progressing'}],'alerts':['info','info']}";

    @Test
    void equalTracesAgree() throws Exception {
        assertThat(compare(STEP, STEP)).isEmpty();
    }

    @Test
    void aWeightAboveTheLimitCountsAsTheLimitWhereItWasRecorded() throws Exception {
        String overstepped = STEP.replace("'canary':30", "'canary':60");
        String limited = STEP.replace("'canary':30", "'canary':50");
        assertThat(compare(overstepped, limited)).isEmpty();
        assertThat(compare(limited, overstepped)).isNotEmpty();
    }

    @Test
    void theTimeBeforeInitializedDoesNotCount() throws Exception {
        String longer = STEP.replace("'path':[", "'path':[{'phase':'Initializing','canaryUp':true},");
        assertThat(compare(STEP, longer)).isEmpty();
    }

    @Test
    void moreWarningsAreFine() throws Exception {
        assertThat(compare(STEP, STEP.replace("['info','info']", "['info','warn','info']")))
                .isEmpty();
    }

    @Test
    void everyKindOfDifferenceIsFound() throws Exception {
        assertThat(compare(STEP, STEP.replace("true,'path'", "false,'path'"))).hasSize(1);
        assertThat(compare(STEP, STEP.replace("'canary':30", "'canary':20"))).hasSize(1);
        assertThat(compare(STEP, STEP.replace("'canaryUp':true", "'canaryUp':false")))
                .hasSize(1);
        assertThat(compare(STEP, STEP.replace("'mirror':false", "'mirror':true")))
                .hasSize(1);
        assertThat(compare(STEP, STEP.replace("'primaryRevision':2", "'primaryRevision':1")))
                .hasSize(1);
        assertThat(compare(STEP, STEP.replace("'name':'a'", "'name':'b'"))).hasSize(1);
        assertThat(compare(STEP, STEP.replace("['info','info']", "['info','info','info']")))
                .hasSize(1);
        assertThat(compare(STEP, STEP.replace("['info','info']", "[]"))).hasSize(1);
        assertThat(compare(STEP, STEP + "," + STEP)).hasSize(1);
    }

    private static String point(String phase, int canary) {
        return "{'phase':'" + phase + "','canary':" + canary + ",'mirror':false,'canaryUp':true}";
    }

    private static List<String> compare(String recorded, String ours) throws Exception {
        return TraceComparison.differences(trace(recorded), trace(ours), json(CANARY));
    }

    private static JsonNode trace(String steps) throws Exception {
        return json("{'steps':[" + steps + "]}");
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
