package jigi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the requirements that a test shows, as in {@code @Shows("BAK-13")}.
 *
 * <p>An ID belongs only on a test that fails when a user would see the requirement broken. On a
 * class it holds for every test of that class. {@code tools/coverage} reports what passing tests
 * showed.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Shows {
  /** Requirement IDs: a group in capitals, a hyphen, a number. */
  String[] value();
}
