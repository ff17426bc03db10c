/** The HTTP frame: routes, who is asking, what they may do, errors, headers. */
@NullMarked
package jigi.present.api.http;

import org.jspecify.annotations.NullMarked;
