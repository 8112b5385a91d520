/** The other side of `startHelper`: tells the parent where we are, and stops when the parent is done or gone. */
export const serveParent = async (start: () => Promise<Readonly<{ told: object; stop(): Promise<void> }>>): Promise<void> => {
  const { told, stop } = await start();
  process.once('disconnect', () => void stop().then(() => process.exit(0)));
  process.send?.(told);
};
