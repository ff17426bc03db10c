package jigi.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names the components without which a test cannot run, as in {@code @Needs("postgresql")}; {@link
 * Component} lists them. A missing one skips the test by name, and fails it where {@code CI=true}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Tag("component")
@ExtendWith(NeedsCondition.class)
public @interface Needs {
  /** Names of components, see {@link Component}. */
  String[] value();
}
