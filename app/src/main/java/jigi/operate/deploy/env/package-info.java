/** Env files: parsed and never executed, written back as their people wrote them. */
@NullMarked
package jigi.operate.deploy.env;

import org.jspecify.annotations.NullMarked;
