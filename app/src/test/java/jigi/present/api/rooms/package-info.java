@NullMarked
package jigi.present.api.rooms;

import org.jspecify.annotations.NullMarked;
