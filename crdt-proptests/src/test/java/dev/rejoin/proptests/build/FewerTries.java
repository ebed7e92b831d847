package dev.rejoin.proptests.build;

import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Tries no property more often than the system property {@code rejoin.mostTries} says, and each time with the same
 * values; does nothing without it. For runs that repeat all tests many times, such as mutation testing.
 */
public final class FewerTries implements AroundPropertyHook {
    private static final Integer MOST = Integer.getInteger("rejoin.mostTries");

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyAttributes attributes = context.attributes();
        attributes.setTries(Math.min(attributes.tries().orElse(MOST), MOST));
        attributes.setSeed("1");
        return property.execute();
    }

    @Override
    public boolean appliesTo(Optional<AnnotatedElement> element) {
        return MOST != null;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
