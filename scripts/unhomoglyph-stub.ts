/** Replaces a module that is imported and never called; see bundle.ts. */
export default function unhomoglyph(): never {
	throw new Error('unhomoglyph is not part of the app');
}
