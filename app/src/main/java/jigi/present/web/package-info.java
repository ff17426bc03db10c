/** The pages. */
@NullMarked
package jigi.present.web;

import org.jspecify.annotations.NullMarked;
