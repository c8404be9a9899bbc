// Package endpoint serves AWS credentials to child processes on the loopback, the way
// the agents of ECS and EKS serve those of a container (AWS SDKs and Tools Reference
// Guide, "Container credential provider"): SDKs ask for them again before they end, so
// that a long-running child always has fresh ones.
//
// Who may ask: the server listens on 127.0.0.1 alone; a request must name that address
// as its host, which a web page that rebinds a name of its own cannot, and bring a
// random token, which the child has in its environment.
package endpoint
