/** Who is on call when: rotations in layers, holidays and overrides, without any clock or store. */
@NullMarked
package jigi.operate.notify.oncall;

import org.jspecify.annotations.NullMarked;
