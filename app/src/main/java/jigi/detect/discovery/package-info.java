/** Finds what runs somewhere and drafts a manual of it, which a person reviews before it counts. */
@NullMarked
package jigi.detect.discovery;

import org.jspecify.annotations.NullMarked;
