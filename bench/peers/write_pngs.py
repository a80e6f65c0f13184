"""Writes MNIST's training images as FOLDER/CLASS/NUMBER.png, the classes being the last digit of the number."""
import sys
from pathlib import Path

from PIL import Image

from data import images

folder = Path(sys.argv[2])
pixels = (images(sys.argv[1]) * 255).round().byte().view(-1, 28, 28).numpy()
for i in range(10):
    (folder / str(i)).mkdir(parents=True)
for i, image in enumerate(pixels):
    Image.fromarray(image).save(folder / str(i % 10) / f"{i:05}.png")
