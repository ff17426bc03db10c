/** Reads a manual: positions, shapes, problems, secrets. */
@NullMarked
package jigi.base.config;

import org.jspecify.annotations.NullMarked;
