//! Photos, drawn anew: what is kept is the picture and nothing that came with it (where and when it was taken, by which
//! camera, whatever else a file can carry).

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage, codecs::jpeg::JpegEncoder,
    imageops::FilterType, metadata::Orientation,
};

/// Of what is kept.
pub(crate) const MEDIA_TYPE: &str = "image/jpeg";
/// Of what is read: more than a telephone's camera takes in a file of the size that is accepted.
pub(crate) const MOST_PIXELS: u64 = 16_000_000;
/// Of one side of what is read.
const LONGEST_SIDE: u32 = 8_000;
/// Bytes for one picture while it is read: sixteen million pixels of four colours of sixteen bits, and some.
const MOST_MEMORY: u64 = 160 * 1024 * 1024;
/// Of one side of what is kept: the largest face we show, twice.
const SIDE: u32 = 512;
const QUALITY: u8 = 88;

/// Why a file is no photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// Neither a PNG, nor a JPEG, nor a WebP, or a broken one.
    NoPicture,
    TooLarge,
}

/// A JPEG of what is seen in a PNG, a JPEG or a WebP (of the first picture, when it moves), upright, no larger than `SIDE`, on
/// white where it was transparent. Takes a second of a processor at worst.
///
/// # Errors
/// [`Unfit`]. What is too large is not read.
pub(crate) fn drawn(bytes: &[u8]) -> Result<Vec<u8>, Unfit> {
    let format = format(bytes).ok_or(Unfit::NoPicture)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Unfit::NoPicture)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > LONGEST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Unfit::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Unfit::NoPicture)?;
    if width.max(height) > SIDE {
        picture = picture.resize(SIDE, SIDE, FilterType::Triangle);
    }
    picture.apply_orientation(orientation);

    let mut jpeg = vec![];
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    on_white(&picture).write_with_encoder(encoder).map_err(|_| Unfit::NoPicture)?;
    Ok(jpeg)
}

/// By its first bytes: nobody's word is taken for it.
fn format(bytes: &[u8]) -> Option<ImageFormat> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(ImageFormat::Png)
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        Some(ImageFormat::Jpeg)
    } else if bytes.len() > 12 && bytes.starts_with(b"RIFF") && &bytes[8..12] == b"WEBP" {
        Some(ImageFormat::WebP)
    } else {
        None
    }
}

/// A JPEG knows no transparency.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u16::from);
        Rgb([red, green, blue]
            .map(|colour| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)))
    })
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder, Rgba, RgbaImage};

    use super::*;

    fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(vec![]);
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn red_left(width: u32, height: u32) -> DynamicImage {
        let pixel = |x, _| if x < width / 2 { Rgb([200, 30, 30]) } else { Rgb([30, 30, 200]) };
        RgbImage::from_fn(width, height, pixel).into()
    }

    fn read(jpeg: &[u8]) -> RgbImage {
        image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().to_rgb8()
    }

    /// A JPEG that says where it was taken, and that it lies on its side.
    fn from_a_camera() -> Vec<u8> {
        let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
        // Orientation, a short, once: turned a quarter to the right to be upright.
        tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
        tiff.extend(b"GPS 48.8566 N 2.3522 E");
        let mut jpeg = vec![];
        let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 90);
        encoder.set_exif_metadata(tiff).unwrap();
        let picture = red_left(64, 32).to_rgb8();
        encoder.write_image(&picture, 64, 32, ExtendedColorType::Rgb8).unwrap();
        jpeg
    }

    #[test]
    fn what_came_with_a_picture_is_not_kept_and_it_stands_upright() {
        let camera = from_a_camera();
        assert!(camera.windows(7).any(|bytes| bytes == b"48.8566"), "as it came");

        let jpeg = drawn(&camera).unwrap();

        assert!(!jpeg.windows(7).any(|bytes| bytes == b"48.8566"));
        assert!(!jpeg.windows(4).any(|bytes| bytes == b"Exif"));
        let picture = read(&jpeg);
        assert_eq!((picture.width(), picture.height()), (32, 64), "turned");
        assert!(picture.get_pixel(16, 4)[0] > 150 && picture.get_pixel(16, 60)[2] > 150, "left is above now");
    }

    #[test]
    fn each_kind_is_drawn_no_larger_than_it_is_shown() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let picture = read(&drawn(&encoded(&red_left(1_200, 600), format)).unwrap());
            assert_eq!((picture.width(), picture.height()), (512, 256), "{format:?}");
            assert!(picture.get_pixel(10, 10)[0] > 150, "{format:?}");
        }
        let clear = RgbaImage::from_pixel(20, 20, Rgba([0, 0, 0, 0]));
        let picture = read(&drawn(&encoded(&clear.into(), ImageFormat::Png)).unwrap());
        assert_eq!(picture.get_pixel(5, 5).0, [255, 255, 255], "transparent is white");
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_not_read() {
        let mut broken = encoded(&red_left(64, 64), ImageFormat::Png);
        broken.truncate(60);
        let mut only_begun = b"\x89PNG\r\n\x1a\n".to_vec();
        only_begun.resize(1_000, 7);
        let others: [&[u8]; 6] =
            [b"<svg onload=alert(1)>", b"GIF89a", b"", b"RIFF\0\0\0\0WAVEfmt ", &broken, &only_begun];
        for other in others {
            assert_eq!(drawn(other), Err(Unfit::NoPicture), "{other:?}");
        }
        // A white page of a hundred million pixels is a small file.
        let page = DynamicImage::ImageLuma8(image::GrayImage::from_pixel(8_001, 1, image::Luma([255])));
        assert_eq!(drawn(&encoded(&page, ImageFormat::Png)), Err(Unfit::TooLarge));
        let many = DynamicImage::ImageLuma8(image::GrayImage::from_pixel(4_001, 4_000, image::Luma([255])));
        assert_eq!(drawn(&encoded(&many, ImageFormat::Png)), Err(Unfit::TooLarge));
    }
}
