// The square cut out of a picture: where its middle is, in parts of the picture, and how near.

export interface Frame {
  x: number;
  y: number;
  zoom: number;
}

interface Size {
  width: number;
  height: number;
}

export function centred({ width, height }: Size): Frame {
  // Faces stand high in a portrait.
  return { x: 0.5, y: height > width ? 0.42 : 0.5, zoom: 1 };
}

/** The square in the picture's own pixels, always inside it. */
export function drawn({ width, height }: Size, { x, y, zoom }: Frame): { x: number; y: number; size: number } {
  const size = Math.min(width, height) / zoom;
  return { x: between(0, x * width - size / 2, width - size), y: between(0, y * height - size / 2, height - size), size };
}

/** Moves the square by parts of its own side, and keeps it where the picture is. */
export function moved(picture: Size, frame: Frame, right: number, down: number): Frame {
  const { size } = drawn(picture, frame);
  const { x, y } = drawn(picture, { ...frame, x: frame.x + (right * size) / picture.width, y: frame.y + (down * size) / picture.height });
  return { x: (x + size / 2) / picture.width, y: (y + size / 2) / picture.height, zoom: frame.zoom };
}

function between(least: number, value: number, most: number): number {
  return Math.min(Math.max(least, value), most);
}
