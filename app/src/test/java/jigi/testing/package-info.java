/** What tests share: the components they need, and the record of the requirements they show. */
@NullMarked
package jigi.testing;

import org.jspecify.annotations.NullMarked;
