using System.Collections.Concurrent;
using System.Composition;
using System.Composition.Convention;
using System.Reflection;

namespace PluginFramework.Core.Composition;

/// <summary>
/// Gives every part one more export, named after its class, so that the host can ask a container for a certain part: asking for its
/// contract would not say which part an instance came from. One for a container: MEF asks for the attributes of a class ten times and
/// more, and reading them is most of what a container costs, so what was read is kept.
/// </summary>
internal sealed class PartHandle : AttributedModelProvider
{
    private readonly ConcurrentDictionary<MemberInfo, Attribute[]> _members = new(concurrencyLevel: 1, capacity: 7);

    public static string NameOf(string typeName) => "part:" + typeName;

    public override IEnumerable<Attribute> GetCustomAttributes(Type reflectedType, MemberInfo member)
    {
        // As in MEF without conventions, members of base classes count for nothing.
        if (member is not Type && member.DeclaringType != reflectedType) return [];
        return _members.GetOrAdd(member, static member => Read(member));
    }

    public override IEnumerable<Attribute> GetCustomAttributes(Type reflectedType, ParameterInfo parameter) =>
        parameter.GetCustomAttributes<Attribute>(inherit: false);

    private static Attribute[] Read(MemberInfo member)
    {
        var attributes = member.GetCustomAttributes<Attribute>(inherit: false);
        return member is Type type ? [.. attributes, new ExportAttribute(NameOf(type.FullName!), typeof(object))] : [.. attributes];
    }
}
