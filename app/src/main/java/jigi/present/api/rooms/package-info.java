/** What is shown, taken from the rooms that know it. */
@NullMarked
package jigi.present.api.rooms;

import org.jspecify.annotations.NullMarked;
