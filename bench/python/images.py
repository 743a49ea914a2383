"""Convolutional networks."""

from itertools import repeat

import torch
from torch.nn.functional import cross_entropy

import training_loop
from fashion_cnn import FashionCnn
from resnet18 import ResNet18


def cnn():
    images, labels = torch.randn(64, 1, 28, 28), torch.arange(64) % 10
    net = FashionCnn()
    return training_loop.adam(net, lambda: cross_entropy(net(images), labels))


def resnet_inference():
    image = torch.randn(1, 3, 224, 224)
    net = ResNet18(1000)
    net.eval()

    def loop(n):
        with torch.inference_mode():
            for _ in repeat(None, n):
                net(image)

    return loop, lambda: net(image).sum().item()


def resnet_training():
    images, labels = torch.randn(8, 3, 32, 32), torch.arange(8)
    net = ResNet18(10)
    return training_loop.sgd(net, lambda: cross_entropy(net(images), labels))


ROWS = {"cnn-step": cnn, "resnet-inference": resnet_inference, "resnet-step": resnet_training}
