package app.flagger.engine.decision;

import app.flagger.api.InvalidResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.immutables.value.Value;

/** As {@link ValueStyle}, for a value of which so many are made that a builder for each is too much. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.SOURCE)
@Value.Style(
        visibility = Value.Style.ImplementationVisibility.PACKAGE,
        overshadowImplementation = true,
        jdkOnly = true,
        allowedClasspathAnnotations = {Override.class},
        throwForInvalidImmutableState = InvalidResource.class,
        allParameters = true)
@interface MadeInOneCall {}
