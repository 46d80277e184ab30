/** Stands for the package `debug` in the bundle: writes nothing, and reads no variable of the environment. */
export default function debug(): () => void {
	return () => undefined;
}
