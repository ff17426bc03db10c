@NullMarked
package jigi.operate.deploy.gateway.nginx;

import org.jspecify.annotations.NullMarked;
