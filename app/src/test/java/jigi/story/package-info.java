/** Acceptance tests: the packaged jar, driven and asked as a user does. */
@NullMarked
package jigi.story;

import org.jspecify.annotations.NullMarked;
