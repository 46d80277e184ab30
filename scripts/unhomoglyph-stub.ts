/** Stands in the bundle for a module that nothing of ours calls; see bundle.ts. */
export default function unhomoglyph(): never {
	throw new Error('unhomoglyph is not part of the app');
}
