/** Colours and instances that are Deployments of a Kubernetes cluster. */
@NullMarked
package jigi.operate.deploy.runtime.kubernetes;

import org.jspecify.annotations.NullMarked;
