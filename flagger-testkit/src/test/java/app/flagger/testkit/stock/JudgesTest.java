package app.flagger.testkit.stock;

import app.flagger.api.Settings;
import app.flagger.api.strategy.Judge;
import app.flagger.engine.analysis.Judges;
import app.flagger.testkit.contract.JudgeContract;
import java.util.List;
import org.junit.jupiter.api.Nested;

class JudgesTest {
    @Nested
    class Threshold extends JudgeContract {
        @Override
        protected Judge judge() {
            return Judges.stock().get("threshold");
        }

        @Override
        protected List<Settings> settings() {
            return List.of(
                    Settings.none(),
                    Settings.of("min", 99.0),
                    Settings.of("max", 500.0),
                    Settings.of("min", -1.5).with("max", 1.5));
        }

        @Override
        protected List<Settings> refusedSettings() {
            return List.of(Settings.of("max", "high"), Settings.of("min", true));
        }

        @Override
        protected boolean monotone() {
            return true;
        }
    }
}
