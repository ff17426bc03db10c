/** What there is: systems, components, what stands on what, owners, links, capacity. */
@NullMarked
package jigi.detect.inventory;

import org.jspecify.annotations.NullMarked;
