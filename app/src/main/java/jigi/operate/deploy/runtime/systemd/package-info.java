/** Colours that are units of systemd, here or on hosts behind SSH. */
@NullMarked
package jigi.operate.deploy.runtime.systemd;

import org.jspecify.annotations.NullMarked;
