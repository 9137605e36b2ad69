using System.Globalization;

namespace Telemetry.Host.Doctor.Verdicts;

/// <summary>What a mosquitto.conf means for the promise, as far as it can't be seen from outside. Pure.</summary>
internal static class MosquittoVerdict
{
    /// <summary>Messages; below it a short absence of the host loses readings.</summary>
    private const int ShortQueue = 10_000;

    /// <param name="file">Its settings.</param>
    /// <param name="queueIsKnown">The limit of the queue was measured already, which counts for more than what stands
    /// in a file.</param>
    public static IEnumerable<Finding> Of(MosquittoFile file, bool queueIsKnown = false)
    {
        yield return file["persistence"] == "true"
            ? Finding.Ok($"{file.Path}: sessions outlive a restart of the broker (persistence)")
            : Finding.Warning(
                $"{file.Path}: persistence is off",
                "a restart of the broker loses what the host has not acknowledged, and the host's session",
                "persistence true and persistence_location, see deploy/mosquitto/mosquitto.conf");
        if (queueIsKnown) yield break;
        var queue = file["max_queued_messages"];
        if (queue == "0")
        {
            yield return Finding.Warning(
                $"{file.Path}: max_queued_messages 0", "documented as no limit, in some versions it drops everything",
                "max_queued_messages 1000000");
        }
        else if (int.TryParse(queue ?? "1000", NumberStyles.None, CultureInfo.InvariantCulture, out var most))
        {
            yield return most < ShortQueue
                ? Finding.Warning(
                    $"{file.Path}: {Words.Count(most)} messages are kept for an absent "
                        + $"host{(queue is null ? " (the default)" : "")}",
                    "beyond, they are dropped without a word",
                    "max_queued_messages 1000000, see deploy/mosquitto/mosquitto.conf")
                : Finding.Ok($"{file.Path}: {Words.Count(most)} messages are kept for an absent host");
        }
    }
}
