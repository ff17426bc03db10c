/**
 * What a reader is shown, as plain data: the pages render it, the API writes it as JSON. The
 * interfaces say where it comes from and what a person can do.
 */
@NullMarked
package jigi.present.api.view;

import org.jspecify.annotations.NullMarked;
