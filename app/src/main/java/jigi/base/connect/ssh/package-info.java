/** Hosts behind SSH, reached by the OpenSSH client over one kept connection each. */
@NullMarked
package jigi.base.connect.ssh;

import org.jspecify.annotations.NullMarked;
