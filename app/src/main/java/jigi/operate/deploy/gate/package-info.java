/** What must hold while a new version is observed. */
@NullMarked
package jigi.operate.deploy.gate;

import org.jspecify.annotations.NullMarked;
