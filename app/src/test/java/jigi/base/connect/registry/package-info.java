@NullMarked
package jigi.base.connect.registry;

import org.jspecify.annotations.NullMarked;
