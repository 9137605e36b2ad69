using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Telemetry.Dashboards.Requests;

/// <summary>Which of an answer's forms the <c>Accept</c> header likes best.</summary>
internal static class AcceptHeader
{
    /// <param name="mediaTypes">Of each form; the first one's is given where the header doesn't care.</param>
    public static T BestOf<T>(HttpRequest request, Func<T, IReadOnlyList<string>> mediaTypes)
        where T : struct, Enum
    {
        var forms = Enum.GetValues<T>();
        foreach (var wanted in request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1))
        {
            if (wanted.Quality == 0 || wanted.MatchesAllTypes) continue;
            // Its parameters, a quality among them, are no part of what is offered.
            var plain = new MediaTypeHeaderValue(wanted.MediaType);
            foreach (var form in forms)
            {
                if (mediaTypes(form).Any(type => new MediaTypeHeaderValue(type).IsSubsetOf(plain))) return form;
            }
        }
        return forms[0];
    }
}
