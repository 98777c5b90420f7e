/**
 * Contracts of the plugs as test suites. Whoever writes a plug extends the suite of its interface, says how to get the plug, and
 * lets JUnit 6 or 5.12 run it:
 *
 * <pre>{@code
 * class OurProxyTest extends TrafficRouterContract {
 *     private final OurProxy proxy = OurProxy.start();
 *
 *     protected TrafficRouter router() {
 *         return proxy.router();
 *     }
 *
 *     protected Canary canary() {
 *         return shop;
 *     }
 *
 *     protected Optional<Probe> probe() {
 *         return Optional.of(proxy::send);
 *     }
 *
 *     protected void outage(boolean on) {
 *         proxy.reachable(!on);
 *     }
 * }
 * }</pre>
 *
 * <p>A suite asks for the plug at the beginning of each test; it may be the same one each time. Its tests have plain sentences as
 * names, in a group for each claimed ability. What cannot be tried, because a switch or probe is missing, is reported too, as a test
 * that passes and whose name begins with {@code not proved:} and says what to override. Surefire writes numbers instead of these
 * names unless its {@code usePhrasedTestCaseMethodName} is set. A plug also fails if it claims less than it does, as far as that can be found out. A plug
 * that reads from a cache says how the suite waits for it. Nothing here sleeps or measures real time.
 *
 * <p>{@link app.flagger.testkit.contract.Calls} makes the calls that a plug is given.
 */
@NullMarked
package app.flagger.testkit.contract;

import org.jspecify.annotations.NullMarked;
